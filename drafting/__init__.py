"""Writing an item: from a Word document, with what its text says about itself."""
