"""Items as sheets for notice boards, and the register of what was posted where."""
