"""Taking a retailer's own data from CSV files: all of it, or nothing with every fault named."""

from bot.shop.importing.importer import Imported, import_folder

__all__ = ["Imported", "import_folder"]
