"""Reading a report that a town, county or department published: web page, DOCX, XLSX."""
