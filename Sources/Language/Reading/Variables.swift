import Options

/// The values of `$names`: one or more words each, as they were typed.
struct Variables: Sendable {
  private var values: [String: [OptionWord]] = [:]

  subscript(name: String) -> [OptionWord]? {
    get { values[name] }
    set { values[name] = newValue }
  }

  var names: [String] { values.keys.sorted() }

  /// The value in quotes or inside a longer word: its words, separated by spaces.
  func text(of name: String) -> String {
    (values[name] ?? []).map(\.text).joined(separator: " ")
  }

  /// These variables and those of the surrounding loops, which take precedence.
  func within(_ loops: Variables) -> Variables {
    var all = self
    all.values.merge(loops.values) { _, inner in inner }
    return all
  }
}
