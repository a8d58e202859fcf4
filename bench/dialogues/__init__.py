"""Chinese conversations that examine an assistant with permanent memory from the outside, and their runner."""
