"""政府信息公开目录 for print, as Word and Excel files."""
