"""What is done for learning: outcomes kept, settled and counted; models published; switched on and off; reported."""
