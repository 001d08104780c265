import System

/// A feature fitted to the training rows: its kind, its columns' recipes, and what it is like.
struct FittedField: Sendable {
  /// The lists of a multi-valued field: an id an item.
  struct Lists: Sendable {
    var starts: Values<Int>
    var ids: Recipe
    var weights: Values<Float>
  }

  var feature: Feature
  private(set) var recipes: [Recipe] = []
  private(set) var lists: Lists?
  private(set) var strangers = WordList()
  private(set) var statistics = FieldStatistics()

  private let interrupt: Interrupt

  /// Fits `raw`; `parts` says of each row in which part it is (`Split.partOfRow`).
  ///
  /// - Throws: `CancellationError` after an interrupt.
  init(
    _ raw: RawFeature, _ form: NumericForm, _ options: FeatureForm, _ parts: [Split.Part?],
    _ interrupt: Interrupt
  ) throws {
    self.interrupt = interrupt
    feature = Feature(name: raw.name, kind: .hashed(buckets: 1))
    switch raw.values {
    case .words(let codes, let words): try fit(codes, words, options, parts)
    case .numbers(let numbers): try fit(numbers, form, options, parts)
    case .lists(let rows, let items, let words): try fit(rows, items, words, options, parts)
    }
  }

  // MARK: Words

  private mutating func fit(
    _ codes: RowCodes, _ words: WordList, _ options: FeatureForm, _ parts: [Split.Part?]
  ) throws {
    var counts = WordCounts(words.count)
    try codes.forEachRow(parts, interrupt) { code, part in
      counts.add(code, isTraining: part.isTraining)
    }
    let (idOfCode, isHashed) = try take(counts, words, options)
    feature.kind =
      isHashed
      ? .hashed(buckets: options.hashBuckets ?? 1)
      : .categorical(vocabulary: try vocabulary(idOfCode, words))
    recipes = [.ids(codes, idOfCode: idOfCode, missing: 0)]
  }

  /// The id of each word: the vocabulary's first, then those that it lacks; or its bucket.
  private mutating func take(
    _ counts: WordCounts, _ words: WordList, _ options: FeatureForm
  ) throws -> (idOfCode: [Int32], isHashed: Bool) {
    let order = try counts.vocabulary(words, minCount: options.minCount, interrupt)
    var watch = Watch(interrupt)
    statistics.missing = counts.missing
    statistics.distinct = order.count
    if let buckets = options.hashBuckets, order.count > buckets {
      let idOfCode = try (0..<words.count).map { code in
        try watch.step()
        return Int32(1 + words.stableHash(code) % UInt64(buckets))
      }
      statistics.setTop(counts.byID(idOfCode, count: buckets + 1))
      return (idOfCode, true)
    }
    var idOfCode = [Int32](repeating: 0, count: words.count)
    for (index, code) in order.enumerated() { idOfCode[code] = Int32(index + 1) }
    statistics.setTop(counts.byID(idOfCode, count: order.count + 1))
    var next = Int32(order.count + 1)
    for code in 0..<words.count where idOfCode[code] == 0 && counts.all[code] > 0 {
      try watch.step()
      let isRare = counts.training[code] > 0
      statistics.rare += isRare ? counts.all[code] : 0
      statistics.unseen += isRare ? 0 : counts.all[code]
      statistics.rareWords += isRare ? 1 : 0
      statistics.unseenWords += isRare ? 0 : 1
      words.withBytes(of: code) { strangers.append($0) }
      idOfCode[code] = next
      next += 1
    }
    return (idOfCode, false)
  }

  private func vocabulary(_ idOfCode: [Int32], _ words: WordList) throws -> [String] {
    var watch = Watch(interrupt)
    let count = words.count - strangers.count
    var vocabulary = [String](repeating: "", count: statistics.distinct ?? count)
    for (code, id) in idOfCode.enumerated() where id > 0 && Int(id) <= vocabulary.count {
      try watch.step()
      vocabulary[Int(id) - 1] = words[code]
    }
    return vocabulary
  }

  // MARK: Numbers

  private mutating func fit(
    _ numbers: RowNumbers, _ form: NumericForm, _ options: FeatureForm, _ parts: [Split.Part?]
  ) throws {
    let interrupt = interrupt
    var tally = NumberTally()
    try numbers.forEachRow(parts, interrupt) { number, _ in tally.add(number) }
    try tally.second { body in
      try numbers.forEachRow(parts, interrupt) { number, _ in body(number) }
    }
    statistics.take(tally)
    let training: ((Double) -> Void) throws -> Void = { body in
      try numbers.forEachRow(parts, interrupt) { number, part in if part.isTraining { body(number) }
      }
    }
    switch form {
    case .standardised, .log:
      let transform = try NumericTransform(takesLogarithm: form == .log ? true : nil, training)
      feature.kind = .numeric(transform)
      recipes = [.raw(numbers), .transformed(numbers, transform)]
    case .bins, .valueAndBins:
      var values: [Double] = []
      try training { if !$0.isNaN { values.append($0) } }
      if form == .valueAndBins { feature.name += ".bins" }
      let sorted = try values.sorted(interrupt, by: <)
      take(Bins(quantiles: options.bins, ofSorted: sorted), of: numbers)
    case .criteoLog: take(.criteo, of: numbers)
    }
  }

  private mutating func take(_ bins: Bins, of numbers: RowNumbers) {
    feature.kind = .binned(edges: bins.edges)
    recipes = [.raw(numbers), .bins(numbers, bins)]
  }

  // MARK: Lists

  private mutating func fit(
    _ rows: RowCodes, _ items: ItemLists, _ words: WordList, _ options: FeatureForm,
    _ parts: [Split.Part?]
  ) throws {
    var uses = WordCounts(max(0, items.starts.count - 1))
    try rows.forEachRow(parts, interrupt) { list, part in
      uses.add(list, isTraining: part.isTraining)
    }
    var counts = WordCounts(words.count)
    var list = 0
    try items.ids.forEachPiece { first, ids in
      try interrupt.check()
      for (index, id) in ids.enumerated() {
        while items.starts[list + 1] <= first + index { list += 1 }
        if uses.all[list] > 0 {
          counts.add(id, training: uses.training[list], all: uses.all[list])
        }
      }
    }
    var vocabularyOnly = options
    vocabularyOnly.hashBuckets = nil
    let (idOfCode, _) = try take(counts, words, vocabularyOnly)
    statistics.missing = uses.missing
    statistics.values = counts.all.reduce(0, +)
    feature.kind = .multiple(vocabulary: try vocabulary(idOfCode, words))
    recipes = [.ids(rows, idOfCode: (0..<Int32(uses.all.count)).map { $0 }, missing: -1)]
    lists = Lists(
      starts: items.starts, ids: .ids(RowCodes(items.ids), idOfCode: idOfCode, missing: 0),
      weights: items.weights)
  }
}

/// In how many rows each word stands.
struct WordCounts {
  private(set) var all: [Int]
  private(set) var training: [Int]
  private(set) var missing = 0

  init(_ words: Int) {
    all = [Int](repeating: 0, count: words)
    training = all
  }

  @inline(__always)
  mutating func add(_ code: Int32, isTraining: Bool) {
    if code < 0 {
      missing += 1
    } else {
      all[Int(code)] += 1
      if isTraining { training[Int(code)] += 1 }
    }
  }

  mutating func add(_ code: Int32, training: Int, all: Int) {
    self.all[Int(code)] += all
    self.training[Int(code)] += training
  }

  /// The words that enough training rows hold: the more frequent first, then by their bytes.
  func vocabulary(
    _ words: WordList, minCount: Int, _ interrupt: Interrupt
  ) throws -> [Int] {
    var watch = Watch(interrupt)
    let seen = try training.indices.filter { training[$0] >= minCount }.map { code in
      try watch.step()
      return (code: code, count: training[code], prefix: words.prefix(code))
    }
    return try seen.sorted(interrupt) { one, other in
      if one.count != other.count { return one.count > other.count }
      if one.prefix != other.prefix { return one.prefix < other.prefix }
      return words.precedes(one.code, other.code)
    }.map(\.code)
  }

  /// Rows a id; words without an id below `count` are left out.
  func byID(_ idOfCode: [Int32], count: Int) -> [Int] {
    var rows = [Int](repeating: 0, count: count)
    for (code, id) in idOfCode.enumerated() where Int(id) < count { rows[Int(id)] += all[code] }
    return rows
  }
}

extension RowValues {
  /// Calls `body` with the value and the part of each row that is in one, in order.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func forEachRow(
    _ parts: [Split.Part?], _ interrupt: Interrupt, _ body: (Element, Split.Part) -> Void
  ) throws {
    try withUnsafeTemporaryAllocation(of: Element.self, capacity: Piece.rows) { scratch in
      guard let target = scratch.baseAddress else { return }
      for piece in 0..<Piece.count(of: count) {
        try interrupt.check()
        fill(piece, target)
        for row in Piece.range(piece, of: count) {
          if let part = parts[row] { body(target[row & (Piece.rows - 1)], part) }
        }
      }
    }
  }
}

extension WordList {
  /// FNV-1a over the bytes, its high bits folded in: the same on every machine and in every version.
  func stableHash(_ code: Int) -> UInt64 {
    withBytes(of: code) { bytes in
      let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
        ($0 ^ UInt64($1)) &* 0x100_0000_01b3
      }
      return hash ^ (hash >> 32)
    }
  }
}
