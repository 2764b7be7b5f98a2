"""The agents' desk: pages where people pick up cases, help, and close them."""
