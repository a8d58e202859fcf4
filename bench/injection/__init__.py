"""Attacks on an assistant with memory: 200 cases, and a model that obeys every order it reads."""
