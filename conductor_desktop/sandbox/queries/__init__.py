"""What clients ask of the books: read word by word, checked, and found."""
