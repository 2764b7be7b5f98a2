"""Prepare the stock set-up without measuring anything: `python -m benchmarks.stock`."""

from benchmarks.stock.training import stock_model

if __name__ == "__main__":
    print(stock_model())
