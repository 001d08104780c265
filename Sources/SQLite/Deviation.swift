import CSQLite

/// The aggregate `stddev`, which SQLite lacks: the standard deviation of a sample, null of fewer than two values.
enum Deviation {
  /// Welford's sums: they do not lose digits where the mean is large.
  private struct Sums {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0
  }

  /// Adds the function to a connection.
  static func add(to handle: OpaquePointer) {
    sqlite3_create_function_v2(
      handle, "stddev", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nil, nil,
      { context, _, values in
        guard let value = values?[0], sqlite3_value_numeric_type(value) != SQLITE_NULL,
          sqlite3_value_numeric_type(value) != SQLITE_TEXT, let sums = Deviation.sums(context)
        else { return }
        let number = sqlite3_value_double(value)
        sums.pointee.count += 1
        let distance = number - sums.pointee.mean
        sums.pointee.mean += distance / sums.pointee.count
        sums.pointee.squares += distance * (number - sums.pointee.mean)
      },
      { context in
        guard let sums = Deviation.sums(context)?.pointee, sums.count > 1 else {
          return sqlite3_result_null(context)
        }
        sqlite3_result_double(context, (sums.squares / (sums.count - 1)).squareRoot())
      }, nil)
  }

  /// SQLite's memory of a group, zeros at first, which are the sums of nothing.
  private static func sums(_ context: OpaquePointer?) -> UnsafeMutablePointer<Sums>? {
    sqlite3_aggregate_context(context, Int32(MemoryLayout<Sums>.size))?
      .assumingMemoryBound(to: Sums.self)
  }
}
