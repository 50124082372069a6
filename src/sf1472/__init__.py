"""What the stub and the conformance kit share: contract, messages, hjemmel, data, command line.

SF1472 "Hent borgers kontrolsager fra anden sektor" is KOMBIT's; this kit and its contract are a
reconstruction from public sources and never pass for KOMBIT's own package.
"""

__version__ = "0.1.0"
