"""`python -m phare`."""

from phare.cli import main

if __name__ == "__main__":
    main()
