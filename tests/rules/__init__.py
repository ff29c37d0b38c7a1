"""The rules of `form`, by what they look at."""
