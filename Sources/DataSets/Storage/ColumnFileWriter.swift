import FoundationEssentials
import Numbers
import System

/// Writes a columnar file beside its target, which `write` replaces.
///
/// The unfinished file is locked, so that two programs never build it at once, and what a crash
/// leaves of it is written over at the next time.
final class ColumnFileWriter {
  private let file: Replacement
  private let target: String
  private var size = 0
  private var sections: [String: ColumnFileHeader.Section] = [:]

  /// Waits until no other program builds `target`.
  ///
  /// - Throws: `DataError` if it cannot be made; `CancellationError` after an interrupt.
  init(_ target: String, _ context: LoadContext) throws {
    self.target = target
    do {
      file = try Replacement(
        of: target, .inTurn, permissions: 0o644, interrupt: context.interrupt)
    } catch let error as CancellationError { throw error } catch { throw Self.failure(target) }
  }

  private static func failure(_ path: String) -> DataError {
    DataError(.storage(.notWritten(path)))
  }

  /// Writes all of it, and gives it its name.
  func write(_ fitted: FittedData, _ key: ColumnFileKey, _ context: LoadContext) throws {
    var magic = [UInt64](repeating: 0, count: ColumnFileHeader.start / 8)
    magic[0] = ColumnFileHeader.magic
    try append(magic)
    let recipes = fitted.recipes.flatMap { $0 } + fitted.labels + fitted.carried.recipes
    let rowCount = recipes.first?.rowCount ?? 0
    try writePieces(recipes, rowCount, context)
    try writeSections(fitted, context)
    var header = ColumnFileHeader(
      state: key.state, changes: key.changes, source: fitted.source,
      features: fitted.schema.features.map { ColumnFileHeader.StoredFeature($0) },
      tasks: fitted.schema.tasks.map {
        ColumnFileHeader.StoredTask(name: $0.name, kind: $0.kind.rawValue)
      },
      identifiers: fitted.carried.identifiers.isEmpty
        ? nil
        : fitted.carried.identifiers.map {
          ColumnFileHeader.StoredFeature(
            Feature(name: $0.name, kind: .categorical(vocabulary: $0.words.strings)))
        },
      isWeighted: fitted.carried.weights == nil ? nil : true,
      forms: fitted.schema.forms.isPlain ? nil : fitted.schema.forms,
      notes: fitted.notes.map { StoredNote($0) }, fingerprint: "", statistics: fitted.statistics,
      rowCount: rowCount,
      sections: sections)
    guard let map = try? MappedColumns(file.path), let data = ColumnFile(map, header)?.dataSet
    else { throw Self.failure(target) }
    header.fingerprint = try data.digest(options: fitted.options, context.interrupt)
    try file.writeBack(context.interrupt)
    try finish(header)
  }

  /// All columns, a piece a thread.
  private func writePieces(_ recipes: [Recipe], _ rowCount: Int, _ context: LoadContext) throws {
    let count = Piece.count(of: rowCount)
    let start = size
    let threads = Threads.count
    let scratch = (0..<threads).map { _ in
      UnsafeMutableRawPointer.allocate(byteCount: Piece.rows * 4, alignment: 64)
    }
    defer { scratch.forEach { $0.deallocate() } }
    for first in stride(from: 0, to: count, by: 2 * threads) {
      try context.interrupt.check()
      try parallel(over: min(2 * threads, count - first), threads: threads) { index, worker in
        let piece = first + index
        let bytes = Piece.range(piece, of: rowCount).count * 4
        var offset = start + piece * recipes.count * Piece.rows * 4
        for recipe in recipes {
          try context.interrupt.check()
          recipe.fill(piece, scratch[worker])
          try put(UnsafeRawBufferPointer(start: scratch[worker], count: bytes), at: offset)
          offset += bytes
        }
      }
      context.progress(Double(first) / Double(count))
    }
    try context.interrupt.check()
    size += rowCount * 4 * recipes.count
    try align()
  }

  private func writeSections(_ fitted: FittedData, _ context: LoadContext) throws {
    var watch = Watch(context.interrupt)
    for (index, feature) in fitted.schema.features.enumerated() {
      switch feature.kind {
      case .categorical(let words), .multiple(let words):
        var all = WordList()
        for word in words {
          try watch.step()
          all.append(word)
        }
        for code in 0..<fitted.strangers[index].count {
          try watch.step()
          fitted.strangers[index].withBytes(of: code) { all.append($0) }
        }
        try add("words.\(index).bytes", all.content.bytes, context)
        try add("words.\(index).ends", all.content.ends, context)
      case .numeric, .hashed, .binned: break
      }
      if let lists = fitted.lists[index] {
        try add("lists.\(index).starts", lists.starts, context)
        try add("lists.\(index).ids", lists.ids, context)
        try add("lists.\(index).weights", lists.weights, context)
      }
    }
    for (index, identifier) in fitted.carried.identifiers.enumerated() {
      let name = "words.\(fitted.schema.features.count + index)"
      try add("\(name).bytes", identifier.words.content.bytes, context)
      try add("\(name).ends", identifier.words.content.ends, context)
    }
    for part in Split.Part.allCases {
      try add("split.\(part.rawValue)", fitted.split[part], context)
    }
  }

  private func add(
    _ name: String, _ values: [some BitwiseCopyable], _ context: LoadContext
  ) throws {
    let offset = size
    var checksum: UInt = 0
    try values.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: Self.part) {
        try context.interrupt.check()
        let part = UnsafeRawBufferPointer(
          rebasing: bytes[start..<min(bytes.count, start + Self.part)])
        checksum = ColumnFile.checksum(part, after: checksum)
        try append(part)
      }
    }
    sections[name] = ColumnFileHeader.Section(
      offset: offset, bytes: size - offset, checksum: checksum)
    try align()
  }

  private func add<Element>(
    _ name: String, _ values: Values<Element>, _ context: LoadContext
  ) throws {
    let offset = size
    try values.forEachPiece { _, rows in
      try context.interrupt.check()
      try append(UnsafeRawBufferPointer(rows))
    }
    sections[name] = ColumnFileHeader.Section(offset: offset, bytes: size - offset, checksum: nil)
    try align()
  }

  private func add(_ name: String, _ recipe: Recipe, _ context: LoadContext) throws {
    let offset = size
    let scratch = UnsafeMutableRawPointer.allocate(byteCount: Piece.rows * 4, alignment: 64)
    defer { scratch.deallocate() }
    for piece in 0..<Piece.count(of: recipe.rowCount) {
      try context.interrupt.check()
      recipe.fill(piece, scratch)
      try append(
        UnsafeRawBufferPointer(
          start: scratch, count: Piece.range(piece, of: recipe.rowCount).count * 4))
    }
    sections[name] = ColumnFileHeader.Section(offset: offset, bytes: size - offset, checksum: nil)
    try align()
  }

  /// Bytes that are written between two looks at the interrupt.
  private static let part = 16 << 20

  /// The header, its offset, and the file's real name.
  private func finish(_ header: ColumnFileHeader) throws {
    let text = Array(try JSONEncoder().encode(header))
    let offset = size
    try append(text)
    try align()
    let checksum = text.withUnsafeBytes { ColumnFile.checksum($0) }
    try append([UInt64(offset), UInt64(text.count), UInt64(checksum), ColumnFileHeader.magic])
    do throws(SystemError) { try file.commit() } catch { throw Self.failure(target) }
  }

  private func align() throws(DataError) {
    if size % 8 > 0 { try append([UInt8](repeating: 0, count: 8 - size % 8)) }
  }

  private func append(_ values: [some BitwiseCopyable]) throws(DataError) {
    try values.withUnsafeBufferPointer { values throws(DataError) in
      try append(UnsafeRawBufferPointer(values))
    }
  }

  private func append(_ bytes: UnsafeRawBufferPointer) throws(DataError) {
    try put(bytes, at: size)
    size += bytes.count
  }

  private func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(DataError) {
    do throws(SystemError) { try file.write(bytes, at: offset) } catch {
      throw Self.failure(target)
    }
  }
}
