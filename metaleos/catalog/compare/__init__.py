"""Models against experiment and against what their papers printed."""
