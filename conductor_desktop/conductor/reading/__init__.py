"""What came back, read: text, values, pages, and whether a page can be the next one."""
