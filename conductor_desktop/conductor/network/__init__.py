"""From this PC to the service and back: connections, proxies, certificates, and one exchange."""
