"""The phone in the browser and the JSON interface behind it."""
