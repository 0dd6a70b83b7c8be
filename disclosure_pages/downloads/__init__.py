"""Files of a report: DOCX, PDF, XLSX, JSON, CSV."""
