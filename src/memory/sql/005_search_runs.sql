-- The runs of searching have another layout from now on: they are built again with the next update.
DELETE FROM search_chunk;
DELETE FROM search_run;
DELETE FROM search_gone;
DELETE FROM search_side;
