import CLinux
import CZlib
import FoundationEssentials
import Glibc
import Numbers
import System

/// Writes a columnar file under a name of its own, which `finish` changes for the real one.
///
/// The unfinished file is locked, so that two programs never build it at once, and what a crash
/// leaves of it is written over at the next time.
final class ColumnFileWriter {
  private let descriptor: Int32
  private let path: String
  private let target: String
  private var size = 0
  private var sections: [String: ColumnFileHeader.Section] = [:]

  /// Waits until no other program builds `target`.
  ///
  /// - Throws: `DataError` if it cannot be made; `CancellationError` after an interrupt.
  init(_ target: String, _ context: LoadContext) throws {
    self.target = target
    path = target + ".part"
    while true {
      try context.interrupt.check()
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else { throw Self.failure(path) }
      var (own, named) = (stat(), stat())
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &own) == 0,
        stat(path, &named) == 0, own.st_ino == named.st_ino
      {
        self.descriptor = descriptor
        ftruncate(descriptor, 0)
        return
      }
      close(descriptor)
      usleep(50_000)
    }
  }

  deinit { close(descriptor) }

  private static func failure(_ path: String) -> DataError {
    DataError(.storage(.notWritten(path)))
  }

  /// Takes the unfinished file away.
  func discard() { unlink(path) }

  /// Writes all of it, and gives it its name.
  func write(_ fitted: FittedData, state: String, _ context: LoadContext) throws {
    var magic = [UInt64](repeating: 0, count: ColumnFileHeader.start / 8)
    magic[0] = ColumnFileHeader.magic
    try append(magic)
    let recipes = fitted.recipes.flatMap { $0 } + fitted.labels
    let rowCount = recipes.first?.rowCount ?? 0
    try writePieces(recipes, rowCount, context)
    try writeSections(fitted, context)
    var header = ColumnFileHeader(
      state: state, source: fitted.source,
      features: fitted.schema.features.map { ColumnFileHeader.StoredFeature($0) },
      tasks: fitted.schema.tasks.map {
        ColumnFileHeader.StoredTask(name: $0.name, kind: $0.kind.rawValue)
      },
      notes: fitted.notes.map { StoredNote($0) }, fingerprint: "", statistics: fitted.statistics,
      rowCount: rowCount,
      sections: sections)
    guard let map = MappedFile(path), let data = ColumnFile(map, header)?.dataSet else {
      throw Self.failure(path)
    }
    header.fingerprint = try data.digest(options: fitted.options, context.interrupt)
    try writeBack(context)
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
          guard put(UnsafeRawBufferPointer(start: scratch[worker], count: bytes), at: offset)
          else { throw Self.failure(path) }
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
    for (place, feature) in fitted.schema.features.enumerated() {
      switch feature.kind {
      case .categorical(let words), .multiple(let words):
        var all = WordList()
        for word in words {
          try watch.step()
          all.append(word)
        }
        for code in 0..<fitted.strangers[place].count {
          try watch.step()
          fitted.strangers[place].withBytes(of: code) { all.append($0) }
        }
        try add("words.\(place).bytes", all.content.bytes, context)
        try add("words.\(place).ends", all.content.ends, context)
      case .numeric, .hashed, .binned: break
      }
      if let lists = fitted.lists[place] {
        try add("lists.\(place).starts", lists.starts, context)
        try add("lists.\(place).ids", lists.ids, context)
        try add("lists.\(place).weights", lists.weights, context)
      }
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

  /// Has the disk take the columns, part by part: the wait for all of them at once could not be
  /// interrupted.
  private func writeBack(_ context: LoadContext) throws {
    #if os(Linux)
      for start in stride(from: 0, to: size, by: Self.part) {
        try context.interrupt.check()
        _ = linux_write_back(descriptor, Int64(start), Int64(Self.part))
      }
    #endif
  }

  /// The header, its place, and the file's real name.
  private func finish(_ header: ColumnFileHeader) throws {
    let text = Array(try JSONEncoder().encode(header))
    let offset = size
    try append(text)
    try align()
    let checksum = text.withUnsafeBytes { ColumnFile.checksum($0) }
    try append([UInt64(offset), UInt64(text.count), UInt64(checksum), ColumnFileHeader.magic])
    guard fsync(descriptor) == 0, rename(path, target) == 0 else { throw Self.failure(target) }
  }

  private func align() throws(DataError) {
    if size % 8 > 0 { try append([UInt8](repeating: 0, count: 8 - size % 8)) }
  }

  private func append(_ values: [some BitwiseCopyable]) throws(DataError) {
    var isWritten = true
    var bytes = 0
    values.withUnsafeBytes {
      isWritten = put($0, at: size)
      bytes = $0.count
    }
    guard isWritten else { throw Self.failure(path) }
    size += bytes
  }

  private func append(_ bytes: UnsafeRawBufferPointer) throws(DataError) {
    guard put(bytes, at: size) else { throw Self.failure(path) }
    size += bytes.count
  }

  private func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, offset + done)
      if count <= 0 { return false }
      done += count
    }
    return true
  }
}
