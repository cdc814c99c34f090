"""How input is read, checked and refused; the public face of it is :mod:`deals.scenario` and :mod:`deals.reform`."""
