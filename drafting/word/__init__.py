"""From what people bring (Word, web clipboard, text) to the blocks of an item."""
