import Options

/// The lines of a session that made or changed a value, from which recipes are written.
struct SessionLog {
  /// A line that ran, or a loop that kept a table.
  struct Entry {
    /// What was typed after `name =`, with variables replaced.
    var words: [OptionWord]
    var target: String?
    /// The names whose values it read.
    var reads: Set<String>
    /// The names whose values it changed, such as those of trained models.
    var changes: Set<String> = []
    /// The text of a loop, which makes its table as a whole; its iterations are the entries from `start`.
    var loop: (text: String, start: Int)?
    /// The lines that stand for this one in recipes.
    var lines: [String]?
    /// True for a training that was interrupted.
    var isPartial = false
  }

  /// Entries that are kept; what older ones made has no recipe any more.
  private static let most = 20_000

  private(set) var entries: [Entry] = []
  /// Whether older entries were dropped.
  private(set) var isCut = false

  var count: Int { entries.count }

  /// The names under which lines kept what they made.
  var targets: Set<String> { Set(entries.compactMap(\.target)) }

  /// Adds a line that ran; `names` are those of the session's tables, which queries read.
  ///
  /// `recipe` stands for the line where others could not run it.
  mutating func add(
    _ command: any Command, _ words: [OptionWord], target: String?, names: [String],
    recipe: OwnRecipe? = nil, isPartial: Bool = false
  ) {
    let changes = Set(command.changes)
    if target == nil && changes.isEmpty { return }
    let entry = Entry(
      words: words, target: target, reads: recipe?.reads ?? Self.reads(of: command, names),
      changes: changes, lines: recipe?.lines, isPartial: isPartial)
    if finishes(entry, command) { return }
    add(entry)
  }

  /// Adds a loop that kept a table; its iterations are the entries from `start`.
  mutating func add(loop text: String, from start: Int, target: String) {
    var made: Set<String> = []
    var reads: Set<String> = []
    for entry in entries.dropFirst(start) {
      reads.formUnion(entry.reads.union(entry.changes).subtracting(made))
      if let name = entry.target { made.insert(name) }
    }
    add(Entry(words: [], target: target, reads: reads, loop: (text, start)))
  }

  /// The names that a command reads: its arguments, and the tables that its query mentions.
  static func reads(of command: any Command, _ names: [String]) -> Set<String> {
    let words = command.queries.flatMap { query in
      query.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }.map(String.init)
    }
    return Set(UsedNames.of(command).map(\.text)).union(names.filter(words.contains))
  }

  private mutating func add(_ entry: Entry) {
    entries.append(entry)
    // Loops point at entries, which therefore keep their places.
    if entries.count == Self.most {
      entries = []
      isCut = true
    }
  }

  /// Whether a training ends what an interrupted one began, so that together they are one line.
  private mutating func finishes(_ entry: Entry, _ command: any Command) -> Bool {
    guard let train = command as? Train,
      let last = entries.lastIndex(where: { !$0.changes.isDisjoint(with: entry.changes) }),
      entries[last].isPartial, entries[last].changes == entry.changes,
      train.resume || entries[last].words == entry.words
    else { return false }
    entries[last].isPartial = entry.isPartial
    return true
  }
}
