package import ArgumentParser

/// WeChat Big Data Challenge 2021: what users did with short videos of their feed.
///
/// <https://algo.weixin.qq.com/2021>; `user_action.csv` joined with `feed_info.csv`, both with a
/// header. Keywords and tags are fields of several values; a machine's tags have a probability as
/// weight. `play` and `stay`, how long a video was watched, are outcomes and no features; the texts,
/// as sequences of tokens, are left out. Days 1 to 12 are for training, 13 validation, 14 and on test.
package struct WeChat: DataSource {
  package static let name = "wechat-2021"
  package static let summary = "Comments, likes, clicks and more on WeChat's short videos."
  package static let origin = DataOrigin.published([
    PublishedFiles(
      "user_action.csv", "feed_info.csv", of: "the WeChat Big Data Challenge 2021",
      at: "https://algo.weixin.qq.com/2021")
  ])
  package static let examples = [
    SourceExample(meaning: "Three tasks: read_comment, like, click_avatar."),
    SourceExample(
      ["tasks": "like forward", "min-count": "5"], meaning: "Rare words share an id."),
  ]

  package static var taskNames: [String] { tasks }

  @OptionGroup package var options: SourceOptions

  package init() {}

  /// Checks the paths and tasks.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try options.check(Self.self, takes: .folderOrFiles(2))
  }

  private static let tasks = [
    "read_comment", "like", "click_avatar", "forward", "comment", "follow", "favorite",
  ]
  private static let texts = [
    "description", "ocr", "asr", "description_char", "ocr_char", "asr_char",
  ]

  /// Actions and feeds.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    if options.paths.count == 2 {
      return [
        try folders.file(named: options.paths[0]), try folders.file(named: options.paths[1]),
      ]
    }
    let actions = try folders.file(
      anyOf: ["user_action.csv", "wechat_algo_data1/user_action.csv"], of: Self.self,
      given: options.paths.first)
    return [
      actions, try folders.file(anyOf: ["feed_info.csv"], beside: actions, of: Self.self),
    ]
  }

  /// Joins actions with features of feeds.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    var readings: [String: TextTable.Reading] = ["videoplayseconds": .numbers]
    for name in Self.texts { readings[name] = .nothing }
    let feeds = TextTable(readings: readings)
    try feeds.append(
      file: files[1], format: TextFormat(missing: []), context: context.part(0...0.2))
    let actions = TextTable(
      readings: options.reading(["play": .nothing, "stay": .nothing, "date_": .numbers]))
    try actions.append(
      file: files[0], format: TextFormat(missing: []), limit: options.rows ?? .max,
      context: context.part(0.2...1))
    let feed = try Join(actions, feeds, on: "feedid")
    let features =
      [try feed.number("videoplayseconds")]
      + (try ["userid", "feedid", "device"].map { try actions.feature($0) })
      + (try ["authorid", "bgm_song_id", "bgm_singer_id"].map { try feed.feature($0) })
      + (try ["manual_keyword_list", "machine_keyword_list", "manual_tag_list"].map {
        try feed.lists($0, separator: ";")
      }) + [try feed.lists("machine_tag_list", separator: ";", parse: Self.tag)]
    let tasks = options.tasks.isEmpty ? Array(Self.tasks.prefix(3)) : options.tasks
    let labels = try tasks.map { try actions.binary($0) }
    let days = try actions.numbers(try actions.index(of: "date_"))
    return RawData(
      source: Self.name, features: features, tasks: tasks.map { Task(name: $0) }, labels: labels,
      split: try options.split(of: actions) {
        Split(rows: actions.rowCount) {
          days[$0] <= 12 ? .train : days[$0] <= 13 ? .validation : .test
        }
      },
      notes: [
        .leftOut(["play", "stay"], because: .outcomes), .leftOut(Self.texts, because: .sequences),
      ] + [feed.note].compactMap { $0 } + actions.notes + feeds.notes,
      options: options.text, form: options.features.form)
  }

  /// A tag with its probability: `12 0.83`.
  private static func tag(_ text: Substring) -> (word: Substring, weight: Float)? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let weight = TextTable.number(String(parts[1])), weight > 0 else {
      return nil
    }
    return (parts[0], weight)
  }
}
