import FoundationEssentials
import System

/// A frame of pandas or polars that a Python program handed over, in a mapped file.
///
/// `python/dephn/frames.py` writes it and describes its layout: 4 bytes a row and column, at most one
/// copy of each word. The file replaces an earlier one and is never cut short.
struct FrameFile {
  /// What a column is as a feature.
  enum ColumnType: String, Decodable { case number, integer, category }

  private struct Header: Decodable {
    var rows: Int
    var columns: [Column]
  }

  private struct Column: Decodable {
    var name: String
    var type: ColumnType
    /// Numbers; or else codes of integers or of words.
    var values: Block?
    var codes: Block?
    var integers: Block?
    var text: Block?
    var ends: Block?
  }

  /// Elements one after the other, from a byte of the file on.
  private struct Block: Decodable {
    var at: Int
    var count: Int
  }

  private static let magic = Array("DEPHNFR1".utf8)

  private let path: String
  private let header: Header
  let file: MappedColumns

  /// Opens the file and reads what its columns are.
  init(_ path: String) throws(DataError) {
    let damage = DataError(.file(.damagedFrame), file: path)
    let file: MappedColumns
    do throws(FileError) { file = try MappedColumns(path) } catch {
      throw DataError(.file(.notReadable), file: path)
    }
    let bytes = file.bytes
    guard bytes.count > 16, bytes.starts(with: Self.magic) else { throw damage }
    let start = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    guard start >= 16, start < bytes.count,
      let header = try? JSONDecoder().decode(Header.self, from: Data(bytes[Int(start)...])),
      (1...Int(Int32.max)).contains(header.rows),
      Set(header.columns.map(\.name)).count == header.columns.count
    else { throw damage }
    self.path = path
    self.header = header
    self.file = file
  }

  var rowCount: Int { header.rows }
  var names: [String] { header.columns.map(\.name) }
  var types: [ColumnType] { header.columns.map(\.type) }

  /// The first rows of a column, as they would be after reading them from text.
  func column(_ index: Int, rows: Int) throws(DataError) -> RawColumn {
    let column = header.columns[index]
    if let values = column.values {
      return RawColumn(numbers: try elements(values, Float.self, count: rowCount), rows: rows)
    }
    guard let block = column.codes else { throw damage }
    let codes = try elements(block, Int32.self, count: rowCount)
    let words = try words(of: column)
    let limit = UInt32(words.count)
    guard codes.allSatisfy({ UInt32(bitPattern: $0 &+ 1) <= limit }) else { throw damage }
    return RawColumn(codes: codes, words: words, rows: rows)
  }

  /// The words of a column, integers as their digits.
  private func words(of column: Column) throws(DataError) -> WordTable {
    var table = WordTable()
    if let block = column.integers {
      let digits = try elements(block, Int64.self).map { String(Int64(littleEndian: $0)) }
      guard table.add(digits) else { throw damage }
      return table
    }
    guard let text = column.text, let ends = column.ends else { throw damage }
    let isWhole = table.add(
      try elements(text, UInt8.self), endingAt: try elements(ends, Int64.self))
    guard isWhole else { throw damage }
    return table
  }

  private var damage: DataError { DataError(.file(.damagedFrame), file: path) }

  /// A block's elements; `count`, where it is known, must be theirs.
  private func elements<Element: BitwiseCopyable>(
    _ block: Block, _ type: Element.Type, count: Int? = nil
  ) throws(DataError) -> UnsafeBufferPointer<Element> {
    let size = MemoryLayout<Element>.stride
    guard block.count >= 0, block.count <= file.bytes.count / size, block.at >= 0,
      block.at % size == 0, block.at <= file.bytes.count - block.count * size,
      count == nil || count == block.count
    else { throw damage }
    let stretch = file.bytes[block.at..<block.at + block.count * size]
    return UnsafeRawBufferPointer(rebasing: stretch).bindMemory(to: type)
  }
}
