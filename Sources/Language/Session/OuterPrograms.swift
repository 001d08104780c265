import DataSets

/// Programs that some commands need, and that are not ours.
package enum OuterPrograms {
  /// DuckDB's, for `load sql` and `load parquet`; nil if there is none.
  package static var duckDB: String? { DuckDB.path() }
}
