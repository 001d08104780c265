import ArgumentParser
import DataSets
import Testing

/// Small files in the layouts of the owners, oddities included.
@Suite struct SourceTests {
  @Test func censusIncome() throws {
    func row(_ age: Int, _ education: String, _ marital: String, _ income: String) -> String {
      "\(age), Private, 6, 36, \(education), 0, Not in universe, \(marital), M, O, White, ?, Female, N, N, F, 0, 0, 0, "
        + "Joint, N, N, S, S, 1032.38, ?, ?, ?, N, ?, 4, N, Mexico, Mexico, Mexico, F, 0, N, 2, 12, 95, \(income)"
    }
    let rows = (0..<20).map { place in
      row(
        place, place % 2 == 0 ? "Bachelors degree(BA AB BS)" : "Children",
        place % 4 == 0 ? "Never married" : "Divorced", place % 5 == 0 ? "50000+." : "- 50000.")
    }
    let folder = try TestFolder([
      "census-income.data": rows.joined(separator: "\n") + "\n\n",
      "census-income.test": rows.prefix(3).joined(separator: "\n"),
    ])
    let data = try CensusIncome.parse([folder.path, "--tasks", "income", "never-married"])
      .load(from: folder.context)
    #expect(data.schema.features.count == 42 - 3)
    #expect(Array(data.labels[0].prefix(6)) == [1, 0, 0, 0, 0, 1])
    #expect(Array(data.labels[1].prefix(5)) == [1, 0, 0, 0, 1])
    #expect(data.split.validation == [9, 19] && data.split.test == [20, 21, 22])
    #expect(data.numbers("weeks_worked").raw[0] == 12 && data.vocabulary("year") == ["95"])
    #expect(data.ids("hisp_origin").allSatisfy { $0 == 0 })
    let one = try CensusIncome.parse([folder.path + "/census-income.data", "--tasks", "college"])
      .load(from: folder.context)
    #expect(one.split.train.count == 16 && one.split.validation == [8, 18])
    #expect(Array(one.labels[0].prefix(3)) == [1, 0, 1])
    #expect(one.schema.features.contains { $0.name == "marital_stat" })
  }

  @Test func kuaiRandJoinsUsersAndVideos() throws {
    let folder = try TestFolder([
      "log_standard_4_22_to_5_08_pure.csv": """
      user_id,video_id,date,hourmin,time_ms,is_click,is_like,is_follow,is_comment,is_forward,is_hate,long_view,play_time_ms,duration_ms,profile_stay_time,comment_stay_time,is_profile_enter,is_rand,tab
      7,1,20220425,0,1,1,0,0,0,0,0,1,5,49866,0,0,0,0,1
      8,2,20220504,1230,2,0,1,0,0,0,0,0,5,100,0,0,1,0,4
      7,3,20220505,2359,3,0,0,0,0,0,0,0,5,200,0,0,0,0,1
      9,1,20220507,900,4,1,0,0,0,0,0,1,5,49866,0,0,0,0,1
      7,1,20220507,900,4,2,0,0,0,0,0,1,5,49866,0,0,0,0,1
      """ + String(repeating: "\n7,1,20220425,0,1,1,0,0,0,0,0,1,5,49866,0,0,0,0,1", count: 9),
      "user_features_pure.csv":
        "user_id,user_active_degree,is_lowactive_period,is_live_streamer,is_video_author,"
        + "follow_user_num,follow_user_num_range,fans_user_num,fans_user_num_range,friend_user_num,"
        + "friend_user_num_range,register_days,register_days_range"
        + (0...17).map { ",onehot_feat\($0)" }.joined()
        + "\n7,full,0,1,1,514,500+,150,\"[100,1k)\",34,\"[30,60)\",799,730+"
        + String(repeating: ",1", count: 18)
        + "\n8,middle,0,-124,1,457,500+,20,\"[10,100)\",3,\"[1,5)\",1474,730+"
        + String(repeating: ",2", count: 18) + "\n",
      "video_features_basic_pure.csv": """
      video_id,author_id,video_type,upload_dt,upload_type,visible_status,video_duration,server_width,server_height,music_id,music_type,tag
      1,a1,NORMAL,2022-04-10,Kmovie,0.0,87433.0,720.0,1280.0,91,9.0,39
      2,a2,AD,2022-04-10,Kmovie,0.0,87433.0,720.0,1280.0,91,9.0,2
      """,
    ])
    let data = try KuaiRand.parse([folder.path]).load(from: folder.context)
    #expect(data.schema.tasks.map(\.name) == ["click", "long_view", "like", "profile"])
    #expect(data.schema.features.count == 4 + 2 + 1 + 2 + 8 + 18 + 4)
    #expect(data.split.validation == [2] && data.split.test == [3])
    #expect(data.rowCount == 13)
    let bad = data.notes.badRow(of: "log_standard_4_22_to_5_08_pure.csv")
    #expect(
      bad?.line == 6
        && bad?.reason
          == .unexpected(column: "is_click", word: "2", expected: .words(["0", "1"]))
    )
    #expect(data.notes.contains(.unmatched(1, of: 3, key: "user_id")))
    #expect(data.numbers("register_days").raw.prefix(3) == [799, 1474, 799])
    #expect(data.numbers("register_days").raw[3].isNaN)
    #expect(data.vocabulary("fans_user_num_range") == ["[100,1k)", "[10,100)"])
    #expect(data.ids("author_id").prefix(4) == [1, 2, 0, 1])
    #expect(data.vocabulary("hour") == ["0", "12"])
    #expect(data.labels[3][1] == 1)
  }

  @Test(arguments: [40, 39])
  func criteoWithAndWithoutLabel(fields: Int) throws {
    let counts = ["1", "-2", "", "14", "767", "89", "4", "2", "245", "1", "3", "", "45"]
    let words = (0..<26).map { $0 == 21 ? "" : "68fd1e\($0 + 10)" }
    let row = ((fields == 40 ? ["1"] : []) + counts + words).joined(separator: "\t")
    let folder = try TestFolder(["train.txt": String(repeating: row + "\n", count: 10)])
    let data = try Criteo.parse([folder.path]).load(from: folder.context)
    #expect(data.schema.features.count == 39)
    #expect(data.numbers("I2").raw[0] == -2 && data.numbers("I3").raw[0].isNaN)
    #expect(data.vocabulary("C1") == (fields == 40 ? ["68fd1e10"] : []))
    #expect(data.ids("C22")[0] == 0)
    #expect(data.split.train.count == (fields == 40 ? 8 : 0))
    #expect(data.labels[0][0].isNaN == (fields == 39))
  }

  @Test func hillstromIsAFunnel() throws {
    let header =
      "recency,history_segment,history,mens,womens,zip_code,newbie,segment,channel,visit,conversion,spend\n"
    let folder = try TestFolder([
      "hillstrom.csv": header
        + (0..<20).map {
          "10,2) $100 - $200,142.44,1,0,Surburban,0,Mens E-Mail,Phone,\($0 % 2),\($0 % 4 == 1 ? 1 : 0),0\n"
        }.joined()
    ])
    let data = try Hillstrom.parse([folder.path]).load(from: folder.context)
    #expect(data.schema.features.map(\.name).last == "treatment")
    #expect(Array(data.labels[1].prefix(4)) == [0, 1, 0, 0])
    #expect(data.split.validation == [8, 18] && data.split.test == [9, 19])
  }

  @Test func weChatPoolsTagsByTheirProbability() throws {
    let folder = try TestFolder([
      "user_action.csv": """
      userid,feedid,date_,device,read_comment,comment,like,play,stay,click_avatar,forward,follow,favorite
      u1,f1,1,1,0,0,1,500,600,0,0,0,0
      u1,f2,13,2,1,0,0,500,600,0,0,0,0
      u2,f1,14,1,0,0,0,500,600,1,0,0,0
      u2,f3,12,1,0,0,0,500,600,1,0,0,0
      """,
      "feed_info.csv": """
      feedid,authorid,videoplayseconds,description,ocr,asr,bgm_song_id,bgm_singer_id,manual_keyword_list,machine_keyword_list,manual_tag_list,machine_tag_list,description_char,ocr_char,asr_char
      f1,a1,20,1 2 3,4,5,11.0,,8;9,,7,12 0.75;13 0.25,1,2,3
      f2,a2,10,1 2 3,4,5,,,9,3,,13 1,1,2,3
      """,
    ])
    let data = try WeChat.parse([folder.path]).load(from: folder.context)
    #expect(data.schema.tasks.map(\.name) == ["read_comment", "like", "click_avatar"])
    #expect(data.split == Split(train: [0, 3], validation: [1], test: [2]))
    let tags = data.schema.features.firstIndex { $0.name == "machine_tag_list" } ?? 0
    #expect(data.schema.features[tags].kind == .multiple(vocabulary: ["12", "13"]))
    guard case .lists(let lists) = data.columns[tags] else {
      Issue.record("no lists")
      return
    }
    #expect(lists.items(ofRow: 0).map { lists.ids[$0] } == [1, 2])
    #expect(lists.items(ofRow: 0).map { lists.weights[$0] } == [0.75, 0.25])
    #expect(lists.items(ofRow: 1).map { lists.ids[$0] } == [2])
    #expect(lists.items(ofRow: 3).isEmpty)
    #expect(data.numbers("videoplayseconds").raw.prefix(3) == [20, 10, 20])
    let statistics = data.statistics[tags]
    #expect(statistics.missing == 1)
    #expect(statistics.values == (0..<4).reduce(0) { $0 + lists.items(ofRow: $1).count })
    #expect(statistics.top.reduce(0) { $0 + $1.rows } == statistics.values)
  }

  @Test(arguments: [true, false])
  func movieLensInBothSizes(isSmall: Bool) throws {
    let ratings = [("1", "10", 5, 30), ("2", "10", 3, 10), ("1", "20", 4, 20)]
    let folder = try TestFolder()
    func write(_ name: String, _ lines: [String]) throws {
      // Titles are in Latin-1: é is one byte that no UTF-8 text holds.
      try folder.write(
        lines.joined(separator: "\n").unicodeScalars.map { UInt8($0.value & 255) }, name)
    }
    if isSmall {
      try write("u.data", ratings.map { "\($0.0)\t\($0.1)\t\($0.2)\t\($0.3)" })
      try write("u.user", ["1|24|M|technician|85711", "2|53|F|other|94043"])
      let flags = { (ones: Set<Int>) in
        (0..<19).map { ones.contains($0) ? "1" : "0" }.joined(separator: "|")
      }
      try write(
        "u.item",
        [
          "10|Caf\u{e9} (1995)|01-Jan-1995||http://x|" + flags([3, 5]),
          "20|B|01-Jan-1995||http://y|" + flags([1]),
        ])
    } else {
      try write("ratings.dat", ratings.map { "\($0.0)::\($0.1)::\($0.2)::\($0.3)" })
      try write("users.dat", ["1::M::25::12::85711", "2::F::56::7::94043"])
      try write(
        "movies.dat", ["10::Caf\u{e9}: The Film (1995)::Animation|Comedy", "20::B::Action"])
    }
    let data = try MovieLens.parse([
      folder.path, "--tasks", "like", "love", "rating", "--split", "ordered",
    ])
    .load(from: folder.context)
    #expect(data.labels.map { Array($0) } == [[1, 0, 1], [1, 0, 0], [5, 3, 4]])
    let genres = data.schema.features.count - 1
    guard case .multiple(let vocabulary) = data.schema.features[genres].kind,
      case .lists(let lists) = data.columns[genres]
    else {
      Issue.record("no genres")
      return
    }
    #expect(vocabulary == ["Animation", "Comedy"])
    #expect(
      lists.items(ofRow: 0).map { vocabulary[Int(lists.ids[$0]) - 1] } == ["Animation", "Comedy"])
    #expect(data.vocabulary("zip") == ["85711", "94043"])
    let byTime = try MovieLens.parse([folder.path]).load(from: folder.context)
    #expect(byTime.split.train == [0, 1, 2])
  }

  /// The sets of 20 million ratings and more say nothing of users.
  @Test func laterMovieLens() throws {
    let folder = try TestFolder([
      "data/movielens/ml-25m/ratings.csv":
        "userId,movieId,rating,timestamp\n1,10,5.0,30\n2,10,3.5,10\n1,20,4.0,20\n2,30,0.5,40\n",
      "data/movielens/ml-25m/movies.csv":
        "movieId,title,genres\n10,\"Film, The (1995)\",Animation|Comedy\n20,B,Action\n",
    ])
    let data = try MovieLens.parse(["--tasks", "like", "love", "rating", "--split", "ordered"])
      .load(from: folder.context)
    #expect(data.labels.map { Array($0) } == [[1, 0, 1, 0], [1, 0, 0, 0], [5, 3.5, 4, 0.5]])
    #expect(data.schema.features.map(\.name) == ["user", "movie", "genres"])
    guard case .multiple(let vocabulary) = data.schema.features[2].kind,
      case .lists(let lists) = data.columns[2]
    else {
      Issue.record("no genres")
      return
    }
    #expect(
      lists.items(ofRow: 0).map { vocabulary[Int(lists.ids[$0]) - 1] } == ["Animation", "Comedy"])
    #expect(lists.items(ofRow: 3).isEmpty)
    #expect(data.notes.contains(.unmatched(1, of: 3, key: "movieId")))
    let byTime = try MovieLens.parse([folder.path + "/data/movielens/ml-25m"]).load(
      from: folder.context)
    #expect(byTime.split.train == [0, 1, 2, 3] && byTime.rowCount == 4)
  }
}
