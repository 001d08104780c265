import Numbers

extension DataSet {
  /// Encodes `features`: vocabularies and transforms come from the training rows of `split` alone.
  ///
  /// A vocabulary lists the more frequent words first, equally frequent ones in the order of their
  /// bytes; a word that no training row holds gets id 0. `options` is what the user asked for, as
  /// text; it goes into the fingerprint with the content.
  package init(
    source: String, fitting features: [RawFeature], tasks: [Task], labels: [[Float]], split: Split,
    notes: [String], options: String
  ) {
    var schema = Schema(features: [], tasks: tasks)
    var columns: [Column] = []
    var unseen: [[Int32: String]] = []
    for feature in features {
      switch feature.values {
      case .words(let codes, let words):
        let vocabulary = Self.vocabulary(of: codes, words: words, rows: split.train)
        let encoded = Self.encode(codes, words: words, vocabulary: vocabulary)
        schema.features.append(
          Feature(name: feature.name, kind: .categorical(vocabulary: vocabulary)))
        columns.append(.categories(encoded.ids))
        unseen.append(encoded.unseen)
      case .numbers(let raw):
        let transform = NumericTransform(fitting: split.train.lazy.map { raw[Int($0)] })
        schema.features.append(Feature(name: feature.name, kind: .numeric(transform)))
        columns.append(.numbers(raw: raw, transformed: raw.map { transform($0) }))
        unseen.append([:])
      }
    }
    self.init(
      source: source, schema: schema, columns: columns, labels: labels, split: split,
      notes: notes, fingerprint: "", unseen: unseen)
    fingerprint = digest(options: options)
  }

  private static func vocabulary(of codes: [Int32], words: [String], rows: [Int32]) -> [String] {
    var counts = [Int](repeating: 0, count: words.count)
    for row in rows where codes[Int(row)] >= 0 { counts[Int(codes[Int(row)])] += 1 }
    let seen = words.indices.filter { counts[$0] > 0 }
    let ordered = seen.sorted { one, other in
      if counts[one] != counts[other] { return counts[one] > counts[other] }
      return words[one].utf8.lexicographicallyPrecedes(words[other].utf8)
    }
    return ordered.map { words[$0] }
  }

  /// Ids of the words in `vocabulary`, and the words of the rows that got 0 though they have one.
  static func encode(
    _ codes: [Int32], words: [String], vocabulary: [String]
  ) -> (ids: [Int32], unseen: [Int32: String]) {
    let known = Dictionary(
      zip(vocabulary, Int32(1)...), uniquingKeysWith: { first, _ in first })
    let idOfCode = words.map { known[$0, default: 0] }
    var unseen: [Int32: String] = [:]
    var ids = [Int32](repeating: 0, count: codes.count)
    for (row, code) in codes.enumerated() where code >= 0 {
      ids[row] = idOfCode[Int(code)]
      if ids[row] == 0 { unseen[Int32(row)] = words[Int(code)] }
    }
    return (ids, unseen)
  }

  /// SHA-256 over names, vocabularies, ids, raw numbers, labels, split and `options`.
  private func digest(options: String) -> String {
    var digest = Digest()
    digest.update(source)
    digest.update(options)
    for (feature, column) in zip(schema.features, columns) {
      digest.update(feature.name)
      if case .categorical(let vocabulary) = feature.kind {
        vocabulary.forEach { digest.update($0) }
      }
      switch column {
      case .categories(let ids): digest.update(ids)
      case .numbers(let raw, _): digest.update(raw)
      }
    }
    for (task, values) in zip(schema.tasks, labels) {
      digest.update("\(task.name) \(task.kind.rawValue)")
      digest.update(values)
    }
    Split.Part.allCases.forEach { digest.update(split[$0]) }
    return digest.hexadecimal()
  }
}
