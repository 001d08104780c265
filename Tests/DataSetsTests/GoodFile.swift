import ArgumentParser
import DataSets
import Testing

/// A file of a source in the owner's layout, with forty good rows, and the files beside it.
struct GoodFile: Sendable, CustomTestStringConvertible {
  /// The first line that is none of the rows.
  enum Head: Sendable {
    case needed(String), optional(String)
    case none
  }

  static let rowCount = 40

  let name: String
  var head = Head.none
  var separator = ","
  /// Fields of a row: one that is read as text, one that only some numbers may stand in.
  let word: Int
  var number: Int?
  /// Whether a row of the data set goes with each row of the file.
  var isLog = true
  let row: @Sendable (Int) -> String

  var headLines: [String] {
    switch head {
    case .needed(let line), .optional(let line): [line]
    case .none: []
    }
  }

  var rows: [String] { (0..<Self.rowCount).map(row) }
  var text: String { (headLines + rows).joined(separator: "\n") }
  var testDescription: String { name }
}

/// The files that a source reads together.
struct GoodFiles: Sendable {
  let source: String
  var words: [String] = []
  /// The one that the words name; without it they name the folder.
  var named = ""
  let files: [GoodFile]

  /// The data set that the source's words, and some more, give.
  func load(
    _ folder: TestFolder, _ context: LoadContext, _ more: [String] = []
  ) throws -> DataSet? {
    let path = named.isEmpty ? folder.path : "\(folder.path)/\(named)"
    return try dataSources.first { $0.name == source }?.parse([path] + words + more)
      .load(from: context)
  }

  func write(to folder: TestFolder) throws {
    for file in files { try folder.write(Array(file.text.utf8), file.name) }
  }

  static let all = [
    csv, adult, census, kuaiRand, hillstrom, criteo, weChat, smallMovieLens, largeMovieLens, aliCCP,
  ]

  private static let csv = GoodFiles(
    source: "csv", words: ["--label", "click", "--numeric", "size"], named: "clicks.csv",
    files: [
      GoodFile(name: "clicks.csv", head: .needed("id,size,color,click"), word: 2, number: 1) {
        "\($0),\($0 * 7 % 50).5,\(["red", "blue", "green"][$0 % 3]),\($0 % 2)"
      }
    ])

  private static func person(_ row: Int) -> String {
    "\(20 + row), Private, 77516, Bachelors, 13, Divorced, Sales, Husband, White, Male, 0, 0, 40, "
      + "Cuba, \(row % 3 == 0 ? ">" : "<=")50K"
  }

  private static let adult = GoodFiles(
    source: "adult",
    files: [
      GoodFile(name: "adult.data", separator: ", ", word: 3, number: 0) { person($0) },
      GoodFile(
        name: "adult.test", head: .optional("|1x3 Cross validator"), separator: ", ", word: 3,
        number: 0
      ) { person($0) + "." },
    ])

  private static let census = GoodFiles(
    source: "census-income",
    files: ["census-income.data", "census-income.test"].map { name in
      GoodFile(name: name, separator: ", ", word: 4, number: 0) { row in
        "\(row), Private, 6, 36, Children, 0, Not in universe, Divorced, M, O, White, ?, Female, N, "
          + "N, F, 0, 0, 0, Joint, N, N, S, S, 1032.38, ?, ?, ?, N, ?, 4, N, Mexico, Mexico, "
          + "Mexico, F, 0, N, 2, 12, 95, \(row % 5 == 0 ? "50000+." : "- 50000.")"
      }
    })

  private static let kuaiRand = GoodFiles(
    source: "kuairand",
    files: [
      GoodFile(
        name: "log_standard_4_22_to_5_08_pure.csv",
        head: .needed(
          "user_id,video_id,date,hourmin,time_ms,is_click,is_like,is_follow,is_comment,is_forward,"
            + "is_hate,long_view,play_time_ms,duration_ms,profile_stay_time,comment_stay_time,"
            + "is_profile_enter,is_rand,tab"), word: 18, number: 13
      ) { row in
        "u\(row),v\(row),\(row < 30 ? 20_220_425 : row < 35 ? 20_220_505 : 20_220_507),1230,1,"
          + "\(row % 2),0,0,0,0,0,1,5,\(row).5,0,0,0,0,t\(row % 3)"
      },
      GoodFile(
        name: "user_features_pure.csv",
        head: .needed(
          "user_id,user_active_degree,is_lowactive_period,is_live_streamer,is_video_author,"
            + "follow_user_num,follow_user_num_range,fans_user_num,fans_user_num_range,"
            + "friend_user_num,friend_user_num_range,register_days,register_days_range"
            + (0...17).map { ",onehot_feat\($0)" }.joined()),
        word: 1, number: 11, isLog: false
      ) {
        "u\($0),full,0,1,1,514,500+,150,100+,34,30+,\($0),730+"
          + String(repeating: ",1", count: 18)
      },
      GoodFile(
        name: "video_features_basic_pure.csv",
        head: .needed(
          "video_id,author_id,video_type,upload_dt,upload_type,visible_status,video_duration,"
            + "server_width,server_height,music_id,music_type,tag"), word: 2, isLog: false
      ) { "v\($0),a\($0),NORMAL,2022-04-10,Kmovie,0.0,87433.0,720.0,1280.0,91,9.0,39" },
    ])

  private static let hillstrom = GoodFiles(
    source: "hillstrom",
    files: [
      GoodFile(
        name: "hillstrom.csv",
        head: .needed(
          "recency,history_segment,history,mens,womens,zip_code,newbie,segment,channel,visit,"
            + "conversion,spend"), word: 5, number: 2
      ) { "10,2) $100 - $200,\($0).44,1,0,Rural,0,Mens E-Mail,Phone,\($0 % 2),0,0" }
    ])

  private static let criteo = GoodFiles(
    source: "criteo",
    files: [
      GoodFile(name: "train.txt", separator: "\t", word: 14, number: 1) { row in
        (["\(row % 2)"] + (1...13).map { "\(row * $0)" } + (1...26).map { "c\(row % $0)" })
          .joined(separator: "\t")
      }
    ])

  private static let weChat = GoodFiles(
    source: "wechat-2021",
    files: [
      GoodFile(
        name: "user_action.csv",
        head: .needed(
          "userid,feedid,date_,device,read_comment,comment,like,play,stay,click_avatar,forward,"
            + "follow,favorite"), word: 3, number: 2
      ) { "u\($0 % 4),f\($0),\(1 + $0 % 14),1,0,0,\($0 % 2),500,600,0,0,0,0" },
      GoodFile(
        name: "feed_info.csv",
        head: .needed(
          "feedid,authorid,videoplayseconds,description,ocr,asr,bgm_song_id,bgm_singer_id,"
            + "manual_keyword_list,machine_keyword_list,manual_tag_list,machine_tag_list,"
            + "description_char,ocr_char,asr_char"), word: 1, number: 2, isLog: false
      ) { "f\($0),a1,\($0),1 2 3,4,5,11.0,,8;9,,7,12 0.75;13 0.25,1,2,3" },
    ])

  private static let smallMovieLens = GoodFiles(
    source: "movielens",
    files: [
      GoodFile(name: "u.data", separator: "\t", word: 0, number: 2) {
        "\($0)\t\($0 + 100)\t\(1 + $0 % 5)\t\($0 * 37 % 41)"
      },
      GoodFile(name: "u.user", separator: "|", word: 3, number: 1, isLog: false) {
        "\($0)|\(20 + $0)|M|technician|85711"
      },
      GoodFile(name: "u.item", separator: "|", word: 0, number: 5, isLog: false) { row in
        "\(row + 100)|A (1995)|01-Jan-1995||http://x|"
          + (0..<19).map { $0 == row % 19 ? "1" : "0" }.joined(separator: "|")
      },
    ])

  private static let largeMovieLens = GoodFiles(
    source: "movielens",
    files: [
      GoodFile(name: "ratings.dat", separator: "::", word: 0, number: 2) {
        "\($0)::\($0 + 100)::\(1 + $0 % 5)::\($0 * 37 % 41)"
      },
      GoodFile(name: "users.dat", separator: "::", word: 4, isLog: false) {
        "\($0)::M::25::12::8571\($0 % 10)"
      },
      GoodFile(name: "movies.dat", separator: "::", word: 0, isLog: false) {
        "\($0 + 100)::A (1995)::Animation|Comedy"
      },
    ])

  private static func index(_ row: Int) -> String { "84dceed2e3a667\(row / 10)\(row % 10)" }

  private static let aliCCP = GoodFiles(
    source: "ali-ccp",
    files: ["train", "test"].flatMap { part in
      [
        GoodFile(name: "sample_skeleton_\(part).csv", word: 5, number: 4) { row in
          AliCCPTests.line("\(row),\(row % 2),0,\(index(row))", "205:\(row % 7) 210:1 210:2:3.0")
        },
        GoodFile(name: "common_features_\(part).csv", word: 2, number: 1) { row in
          AliCCPTests.line(index(row), "101:\(row) 109_14:7:0.69315")
        },
      ]
    })
}
