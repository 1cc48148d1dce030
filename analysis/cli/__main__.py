"""`python -m analysis.cli` is the command `entente`."""

from analysis.cli import main

if __name__ == "__main__":
    main()
