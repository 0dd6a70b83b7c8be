"""What is the matter with files and pictures of public pages."""
