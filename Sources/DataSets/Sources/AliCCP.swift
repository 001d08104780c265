package import ArgumentParser
import Options

/// Ali-CCP: clicks on and purchases of what Taobao's users were shown.
///
/// Ma et al., SIGIR 2018; <https://tianchi.aliyun.com/dataset/408>. The owner's files, a pair a
/// part: a skeleton, a row an impression (`sample_id,click,conversion,common_feature_index,
/// feature_num,feature_list`), and the features that impressions have in common
/// (`common_feature_index,feature_num,feature_list`), joined on the index. No header; the list's
/// items stand between `\x01`, each a field, `\x02`, a feature and `\x03` a value.
///
/// Of fields with one feature the last of several counts, a field that is not there is missing.
/// Fields of several features have the values as weights. A purchase without a click cannot be:
/// such rows are dropped, as AITM does. The split is the owner's; of the training rows every tenth
/// is for validation. Without the test pair, eight of ten rows are for training, one each for
/// validation and test.
package struct AliCCP: DataSource {
  package static let name = "ali-ccp"
  package static let summary = "Clicks and purchases on Taobao: 85 million impressions, a funnel."
  package static let origin = DataOrigin.published([
    PublishedFiles(
      eitherOf: ["train", "test"].map {
        ["sample_skeleton_\($0).csv", "common_features_\($0).csv"]
      }, at: "https://tianchi.aliyun.com/dataset/408")
  ])
  package static let examples = [
    SourceExample(meaning: "Two tasks, a funnel: click and conversion."),
    SourceExample(
      ["min-count": "11"],
      meaning: "AITM's filter: ids that ten training rows or fewer hold share one id."),
    SourceExample(
      ["fields": "101 205 206 207 216", "rows": "1000000"],
      meaning: "User, item, category, shop and brand of the first million impressions."),
  ]

  package static var taskNames: [String] { tasks }

  @OptionGroup package var options: SourceOptions

  @Option(
    parsing: .upToNextOption,
    help: "Fields that are features; without it AITM's 18 and the five of several features.")
  package var fields: [String] = []

  package init() {}

  /// Checks paths, tasks and fields.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try options.check(Self.self, takes: .folderOrPairs)
    let known = (Self.ofUsers + Self.ofImpressions).map(\.name)
    if let stranger = fields.first(where: { !known.contains($0) }) {
      throw DataError(.unknown(.field(source: Self.name), stranger, known: known))
    }
    if let field = fields.firstRepeated {
      throw OptionFault.repeated(option: "fields", value: field)
    }
  }

  private static let tasks = ["click", "conversion"]
  /// User, groups of users, and what they did before: categories, shops, brands, intentions.
  private static let ofUsers =
    ["101", "121", "122", "124", "125", "126", "127", "128", "129"].map { field($0, false) }
    + ["109_14", "110_14", "127_14", "150_14"].map { field($0, true) }
  /// Item, category, shop, brand, scene; the user's history crossed with the item's category,
  /// shop, brand and intention; and its intentions.
  private static let ofImpressions =
    ["205", "206", "207", "216", "301", "508", "509", "702", "853"].map { field($0, false) }
    + [field("210", true)]

  private static func field(_ name: String, _ isList: Bool) -> ItemLayout.Field {
    ItemLayout.Field(name: name, isList: isList)
  }

  /// Skeleton and common-feature files, one or two pairs.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    if options.paths.count > 1 {
      var files: [String] = []
      for path in options.paths { files.append(try folders.file(named: path)) }
      return files
    }
    let skeletons = try folders.files(
      ["sample_skeleton_train.csv", "sample_skeleton_test.csv"], of: Self.self,
      given: options.paths.first)
    var files: [String] = []
    for skeleton in skeletons {
      let name = skeleton.split(separator: "/").last ?? ""
      let part: Split.Part = name.contains("skeleton_test") ? .test : .train
      files.append(skeleton)
      files.append(
        try folders.file(
          anyOf: ["common_features_\(part.rawValue).csv"], beside: skeleton, of: Self.self))
    }
    return files
  }

  /// Joins impressions with the common features of their users.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let wanted = { (all: [ItemLayout.Field]) in
      all.filter { fields.isEmpty || fields.contains($0.name) }
    }
    let memory = try context.memory(for: files)
    let common = ItemTable(
      ItemLayout(
        columns: ["common_feature_index", "feature_num", "feature_list"], labels: [],
        fields: wanted(Self.ofUsers)), keepsLists: true, in: memory)
    let impressions = ItemTable(
      ItemLayout(
        columns: [
          "sample_id", "click", "conversion", "common_feature_index", "feature_num",
          "feature_list",
        ], labels: Self.tasks, fields: wanted(Self.ofImpressions)), keepsLists: false, in: memory)
    var trainRows = 0
    for pair in 0..<files.count / 2 {
      let index = try common.append(
        file: files[2 * pair + 1], joined: nil, context: context.part(2 * pair, files.count))
      try impressions.append(
        file: files[2 * pair], joined: index, limit: options.rows ?? .max,
        context: context.part(2 * pair + 1, files.count))
      if pair == 0 { trainRows = impressions.rowCount }
    }
    let table = Joined(impressions: impressions, common: common, file: files[0])
    let tasks = options.tasks.isEmpty ? Self.tasks : options.tasks
    return RawData(
      source: Self.name,
      features: (wanted(Self.ofUsers) + wanted(Self.ofImpressions)).compactMap {
        table.feature($0.name)
      },
      tasks: tasks.map { Task(name: $0) },
      labels: tasks.map { .direct(impressions.labels[$0 == "click" ? 0 : 1].values) },
      split: try options.split(of: table) {
        files.count == 4
          ? Split(everyTenthOf: trainRows, thenTest: impressions.rowCount - trainRows)
          : Split(tenByTen: trainRows)
      },
      notes: notes(files) + impressions.notes + common.notes,
      options: options.text + " fields \(fields) files \(files.count)",
      form: options.features.form)
  }

  private func notes(_ files: [String]) -> [DataNote] {
    var notes = [DataNote.weightedLists]
    if files.count == 2 { notes.append(.readOnly(files, of: 4)) }
    if files.count == 4, let rows = options.rows { notes.append(.limitedTest(rows: rows)) }
    return notes
  }
}

/// Impressions with the features of their users.
private struct Joined: SplitTable {
  let impressions: ItemTable
  let common: ItemTable
  let file: String

  var rowCount: Int { impressions.rowCount }
  var rejectedRows: [Int32] { [] }
  var firstFile: String? { file }

  func feature(_ name: String) -> RawFeature? {
    impressions.feature(name) ?? common.feature(name, rows: impressions.joinedRows.values)
  }

  func codes(_ name: String) throws(DataError) -> (codes: RowCodes, words: WordList) {
    guard case .words(let codes, let words) = feature(name)?.values else {
      throw DataError(.unknown(.splitField, name, known: ["101", "205"]))
    }
    return (codes, words)
  }

  func firstLocation(of word: String, in name: String) -> (file: String, line: Int) { (file, 1) }
}
