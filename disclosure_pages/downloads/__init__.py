"""A report as a file: Word, PDF, Excel, JSON and CSV, all from one document."""
