"""What this PC can tell: QuickBooks, the Web Connector, files, processes, network.

Never through COM: that would raise QuickBooks' own permission window.
"""
