"""Pages: `home` (what there is, loading), `documents` (reading one), `comparing`, `review`, `figures`."""
