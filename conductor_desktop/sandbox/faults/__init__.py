"""What can be made to go wrong on purpose: the catalogue, who meets which fault, and the acts."""
