cask "hoist" do
  version "@VERSION@"
  sha256 "@DMG_SHA256@"

  url "@REPOSITORY@/releases/download/v#{version}/Hoist-#{version}.dmg"
  name "Hoist"
  desc "Upload videos to X, segment by segment"
  homepage "@REPOSITORY@"

  livecheck do
    url :url
    strategy :github_latest
  end

  depends_on macos: :monterey

  app "Hoist.app"
  binary "#{appdir}/Hoist.app/Contents/Resources/hoist"

  zap trash: [
    "~/Library/Application Support/Hoist",
    "~/Library/Logs/Hoist",
    "~/Library/Saved Application State/app.hoist.Hoist.savedState",
  ]
end
