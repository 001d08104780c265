import Options

/// The shortest lines that make a value of the session anew.
struct ValueRecipe {
  private let log: SessionLog
  private let name: String
  /// Fingerprints of data, by the lines that made them.
  private let fingerprints: [String: String]

  /// The recipe of what a name holds; `makers` are the lines that made data sets, by fingerprint.
  init(of name: String, from log: SessionLog, makers: [String: String] = [:]) {
    self.name = name
    self.log = log
    fingerprints = Dictionary(makers.map { ($1, $0) }) { first, _ in first }
  }

  /// The lines in the order in which they run.
  ///
  /// Goes through the session from its end and takes each line that made or changed something that is
  /// still needed.
  /// - Throws: `Complaint` if a value was made by something that cannot be repeated.
  func lines() throws(Complaint) -> [String] {
    var needed: Set = [name]
    var lines: [String] = []
    var index = log.count - 1
    while index >= 0, !needed.isEmpty {
      let entry = log.entries[index]
      index -= 1
      let isMade = entry.target.map(needed.contains) ?? false
      let changed = entry.changes.intersection(needed)
      if !isMade && changed.isEmpty { continue }
      if entry.isPartial {
        throw Complaint(
          .usage,
          "The training of '\(changed.first ?? name)' was interrupted, which no recipe repeats.",
          wayOut: "`train \(changed.first ?? name) --resume` finishes it.", about: name)
      }
      lines.append(text(of: entry, onlyFor: isMade ? nil : changed))
      if let loop = entry.loop {
        // Running the loop makes all that its lines make.
        let start = min(loop.start, index + 1)
        needed.subtract(log.entries[start..<index + 1].compactMap(\.target))
        index = start - 1
      }
      if let target = entry.target { needed.remove(target) }
      needed.formUnion(isMade ? entry.reads : entry.reads.subtracting(entry.changes))
      needed.formUnion(changed)
    }
    if let missing = needed.sorted().first {
      throw Complaint(
        .usage, "'\(missing)' was made by lines that this session no longer knows.",
        wayOut: log.isCut ? "Sessions remember their last lines only." : nil, about: name)
    }
    return lines.reversed()
  }

  /// The line without options that have their default, and without models that are not needed.
  private func text(of entry: SessionLog.Entry, onlyFor needed: Set<String>?) -> String {
    let target = needed == nil ? entry.target.map { "\($0) = " } ?? "" : ""
    if let loop = entry.loop { return target + loop.text }
    if let lines = entry.lines { return lines.joined(separator: "\n") }
    var words = entry.words
    let typed = target + words.map(\.typed).joined(separator: " ")
    let comment = fingerprints[typed].map { "  # fingerprint \($0.prefix(12))" } ?? ""
    if let needed {
      let dropped = entry.changes.subtracting(needed)
      let options = words.firstIndex(where: \.isOption) ?? words.count
      words = words[..<options].filter { !dropped.contains($0.text) } + words[options...]
    }
    return target + Self.withoutDefaults(words).map(\.typed).joined(separator: " ") + comment
  }

  /// The words of a command without options that say what holds anyway.
  static func withoutDefaults(_ words: [OptionWord]) -> [OptionWord] {
    guard let (type, used) = try? CommandList.resolve(words.map(\.text)) else { return words }
    let page = CommandPage.of(type)
    if page.takesAnyWords { return words }
    var kept = Array(words.prefix(used))
    var rest = words.dropFirst(used)
    while let word = rest.popFirst() {
      let parts = word.text.split(separator: "=", maxSplits: 1).map(String.init)
      guard word.isOption, let option = page.option(parts[0]) else {
        kept.append(word)
        continue
      }
      var values: [OptionWord] = []
      while option.form == .option, parts.count == 1, let next = rest.first, !next.isOption,
        option.isRepeating || values.isEmpty
      {
        values.append(next)
        rest.removeFirst()
      }
      let typed = values.map(\.text) + parts.dropFirst()
      if !Self.isDefault(typed, of: option) { kept += [word] + values }
    }
    return kept
  }

  private static func isDefault(_ values: [String], of option: DeclaredOption) -> Bool {
    guard let text = option.defaultText, option.form == .option else { return false }
    let defaults =
      option.isRepeating
      ? text.replacing(",", with: "").split(separator: " ").map(String.init) : [text]
    return values.count == defaults.count
      && zip(values, defaults).allSatisfy { value, usual in
        if let one = Double(value), let other = Double(usual) { return one == other }
        return value == usual
      }
  }
}
