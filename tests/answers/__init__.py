"""Answers to the exercises: wrong ones that people write, and right ones in another style."""
