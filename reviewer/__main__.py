"""``python -m reviewer``: the command line."""

from reviewer.cli import main

if __name__ == "__main__":
    main()
