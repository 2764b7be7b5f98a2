"""Starting the hotline: secrets, ports, training, and the supervisor over its four processes."""
