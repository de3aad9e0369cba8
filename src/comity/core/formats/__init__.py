"""How dates are written, by language: day before month, month in words, hours of the day from 0 to 23."""
