"""How well goods are found again by a photo, and how fast.

    python -m benchmarks.photos

Garments, shoes and bags are drawn in twelve shapes and ten colours: four pictures of each on
plain grounds are the catalogue, one more on a shaded and noisy ground, turned, scaled and
compressed, is the photo. What it should find are the four of the same shape and colour.
"""
