"""Small widgets every screen uses: texts, buttons, marks, cards and message panels."""
