//! The project folder: tarjuman.toml, discovery, atomic files, the lock.
