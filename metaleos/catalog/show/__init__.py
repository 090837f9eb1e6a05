"""What leaves as a picture, a report or a file; it is handed answers."""
