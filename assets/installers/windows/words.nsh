; What the setup says beside the words that NSIS brings, in the languages of the program, which are tried in the order of
; Windows' own: the first is for everybody else.

!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "Spanish"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Japanese"
!insertmacro MUI_LANGUAGE "PortugueseBR"

!macro WORD name english german spanish french japanese portuguese
LangString ${name} ${LANG_ENGLISH} "${english}"
LangString ${name} ${LANG_GERMAN} "${german}"
LangString ${name} ${LANG_SPANISH} "${spanish}"
LangString ${name} ${LANG_FRENCH} "${french}"
LangString ${name} ${LANG_JAPANESE} "${japanese}"
LangString ${name} ${LANG_PORTUGUESEBR} "${portuguese}"
!macroend

!insertmacro WORD what \
	"Uploads videos to X, segment by segment." \
	"Lädt Videos Segment für Segment auf X hoch." \
	"Sube videos a X, segmento a segmento." \
	"Envoie des vidéos sur X, segment par segment." \
	"動画をセグメントごとにXへアップロードします。" \
	"Envia vídeos para o X, segmento por segmento."

!insertmacro WORD video "Video" "Video" "Video" "Vidéo" "動画" "Vídeo"

; The parts that a person can choose, and what each is.
!insertmacro WORD program_about \
	"The program, with an entry in the Start menu." \
	"Das Programm, mit einem Eintrag im Startmenü." \
	"El programa, con una entrada en el menú Inicio." \
	"Le programme, avec une entrée dans le menu Démarrer." \
	"プログラム本体です。スタートメニューにも追加されます。" \
	"O programa, com uma entrada no menu Iniciar."

!insertmacro WORD path_name \
	"hoist on the command line" \
	"hoist auf der Kommandozeile" \
	"hoist en la línea de comandos" \
	"hoist en ligne de commande" \
	"コマンドラインのhoist" \
	"hoist na linha de comando"

!insertmacro WORD path_about \
	"Adds hoist to PATH, so that terminals and scripts find it." \
	"Nimmt hoist in PATH auf, damit Terminals und Skripte es finden." \
	"Añade hoist a PATH para que lo encuentren las terminales y los scripts." \
	"Ajoute hoist à PATH, pour que les terminaux et les scripts le trouvent." \
	"PATHにhoistを追加し、ターミナルやスクリプトから使えるようにします。" \
	"Adiciona o hoist ao PATH, para que terminais e scripts o encontrem."

!insertmacro WORD openwith_name \
	"Open videos with Hoist" \
	"Videos mit Hoist öffnen" \
	"Abrir videos con Hoist" \
	"Ouvrir des vidéos avec Hoist" \
	"Hoistで動画を開く" \
	"Abrir vídeos com o Hoist"

!insertmacro WORD openwith_about \
	"Lists Hoist under $\"Open with$\" for videos. The program that plays them stays the same." \
	"Führt Hoist bei Videos unter „Öffnen mit“ auf. Das Programm, das sie abspielt, bleibt dasselbe." \
	"Muestra Hoist en «Abrir con» para los videos. El programa que los reproduce sigue siendo el mismo." \
	"Affiche Hoist sous « Ouvrir avec » pour les vidéos. Le programme qui les lit reste le même." \
	"動画の「プログラムから開く」にHoistを表示します。再生に使うアプリは変わりません。" \
	"Mostra o Hoist em “Abrir com” para os vídeos. O programa que os reproduz continua o mesmo."

!insertmacro WORD desktop_name \
	"Shortcut on the desktop" \
	"Verknüpfung auf dem Desktop" \
	"Acceso directo en el escritorio" \
	"Raccourci sur le bureau" \
	"デスクトップのショートカット" \
	"Atalho na área de trabalho"

!insertmacro WORD desktop_about \
	"Hoist can then be started, and videos dropped on it, from the desktop." \
	"Hoist lässt sich dann vom Desktop aus starten, auch mit Videos, die darauf gezogen werden." \
	"Así, Hoist se abre desde el escritorio, también arrastrando videos hasta él." \
	"Hoist se lance alors depuis le bureau, aussi en y déposant des vidéos." \
	"デスクトップからHoistを起動でき、動画をドロップすることもできます。" \
	"Assim, o Hoist pode ser aberto na área de trabalho, também soltando vídeos sobre ele."

!insertmacro WORD start \
	"Start Hoist" "Hoist starten" "Iniciar Hoist" "Lancer Hoist" "Hoistを起動する" "Iniciar o Hoist"

; What keeps the setup from its work.
!insertmacro WORD old_windows \
	"Hoist needs Windows 10 or later, and this is an older one. Nothing was changed." \
	"Hoist braucht Windows 10 oder neuer, und dieses ist älter. Es wurde nichts geändert." \
	"Hoist necesita Windows 10 o posterior, y este es anterior. No se cambió nada." \
	"Hoist a besoin de Windows 10 ou plus récent, et celui-ci est plus ancien. Rien n’a été modifié." \
	"HoistにはWindows 10以降が必要ですが、このWindowsはそれより前のものです。何も変更されていません。" \
	"O Hoist precisa do Windows 10 ou posterior, e este é mais antigo. Nada foi alterado."

!insertmacro WORD running \
	"Hoist is running. Close it, then choose Retry. What was being uploaded can be continued later." \
	"Hoist läuft noch. Schließen Sie es und wählen Sie dann „Wiederholen“. Laufende Uploads lassen sich später fortsetzen." \
	"Hoist está abierto. Ciérralo y luego elige Reintentar. Lo que se estaba subiendo se puede continuar después." \
	"Hoist est ouvert. Fermez-le, puis choisissez Réessayer. Les envois en cours pourront reprendre plus tard." \
	"Hoistが実行中です。終了してから［再試行］を選んでください。アップロードは後で再開できます。" \
	"O Hoist está aberto. Feche-o e depois escolha Repetir. O que estava sendo enviado pode continuar depois."

!insertmacro WORD earlier_stays \
	"The earlier version of Hoist could not be removed, so nothing was changed. Uninstall it in Windows' settings, under Apps, then start this setup again. It lies in" \
	"Die frühere Version von Hoist ließ sich nicht entfernen, deshalb wurde nichts geändert. Deinstallieren Sie sie in den Windows-Einstellungen unter „Apps“ und starten Sie dieses Setup dann noch einmal. Sie liegt in" \
	"No se pudo quitar la versión anterior de Hoist, así que no se cambió nada. Desinstálala en la configuración de Windows, en Aplicaciones, y vuelve a iniciar este instalador. Está en" \
	"La version précédente de Hoist n’a pas pu être retirée, donc rien n’a été modifié. Désinstallez-la dans les paramètres de Windows, sous Applications, puis relancez cette installation. Elle se trouve dans" \
	"以前のバージョンのHoistを削除できなかったため、何も変更されていません。Windowsの設定の［アプリ］でアンインストールしてから、もう一度このセットアップを起動してください。場所：" \
	"Não foi possível remover a versão anterior do Hoist, então nada foi alterado. Desinstale-a nas configurações do Windows, em Aplicativos, e inicie este instalador de novo. Ela está em"

!insertmacro WORD path_unchanged \
	"PATH could not be changed and is as it was." \
	"PATH ließ sich nicht ändern und ist so wie vorher." \
	"No se pudo cambiar PATH; está como antes." \
	"PATH n’a pas pu être modifié et reste tel quel." \
	"PATHを変更できませんでした。元のままです。" \
	"Não foi possível alterar o PATH, que está como antes."

; What the uninstaller asks.
!insertmacro WORD remove_title \
	"Uninstall Hoist" "Hoist deinstallieren" "Desinstalar Hoist" "Désinstaller Hoist" "Hoistのアンインストール" "Desinstalar o Hoist"

!insertmacro WORD remove_question \
	"Delete your data as well?" \
	"Sollen auch Ihre Daten gelöscht werden?" \
	"¿Se eliminan también tus datos?" \
	"Faut-il aussi supprimer vos données ?" \
	"データも削除しますか？" \
	"Seus dados também devem ser excluídos?"

!insertmacro WORD remove_what \
	"The program is removed from this computer, from:" \
	"Das Programm wird von diesem Computer entfernt, aus:" \
	"El programa se quita de este equipo, de:" \
	"Le programme est retiré de cet ordinateur, de :" \
	"このコンピューターから次の場所にあるプログラムを削除します：" \
	"O programa será removido deste computador, de:"

!insertmacro WORD remove_data \
	"&Delete my data as well" \
	"Auch meine &Daten löschen" \
	"&Eliminar también mis datos" \
	"&Supprimer aussi mes données" \
	"自分のデータも削除する(&D)" \
	"&Excluir também os meus dados"

!insertmacro WORD remove_data_about \
	"These are the keys of your accounts in the Windows Credential Manager, settings, history and unfinished uploads. Hoist finds them again if you keep them and install it later. Your videos, and what is on X, stay in any case." \
	"Das sind die Schlüssel Ihrer Konten in der Windows-Anmeldeinformationsverwaltung, Einstellungen, Verlauf und offene Uploads. Wenn Sie sie behalten, findet Hoist sie nach einer neuen Installation wieder. Ihre Videos und alles, was auf X ist, bleiben in jedem Fall." \
	"Son las claves de tus cuentas en el Administrador de credenciales de Windows, la configuración, el historial y las subidas sin terminar. Si los conservas, Hoist los encuentra cuando lo vuelvas a instalar. Tus videos, y lo que está en X, quedan como están." \
	"Ce sont les clés de vos comptes dans le Gestionnaire d’identification de Windows, les paramètres, l’historique et les envois inachevés. Si vous les gardez, Hoist les retrouve quand vous le réinstallez. Vos vidéos, et ce qui est sur X, ne changent pas." \
	"Windowsの資格情報マネージャーにあるアカウントのキー、設定、履歴、未完了のアップロードです。残しておくと、後でHoistをインストールしたときにそのまま使えます。お使いの動画とX上のものは、どちらの場合も残ります。" \
	"São as chaves das suas contas no Gerenciador de Credenciais do Windows, as configurações, o histórico e os envios não concluídos. Se você os mantiver, o Hoist os encontra quando for instalado de novo. Seus vídeos e o que está no X ficam como estão."

!insertmacro WORD data_stays \
	"Not all of your data could be deleted. What is left lies in %LocalAppData%\Hoist and, if it is keys, in the Windows Credential Manager. Uninstall Hoist all the same?" \
	"Nicht alle Ihre Daten ließen sich löschen. Was übrig ist, liegt in %LocalAppData%\Hoist und, wenn es Schlüssel sind, in der Windows-Anmeldeinformationsverwaltung. Hoist trotzdem deinstallieren?" \
	"No se pudieron eliminar todos tus datos. Lo que queda está en %LocalAppData%\Hoist y, si son claves, en el Administrador de credenciales de Windows. ¿Desinstalar Hoist de todos modos?" \
	"Vos données n’ont pas toutes pu être supprimées. Ce qui reste se trouve dans %LocalAppData%\Hoist et, pour les clés, dans le Gestionnaire d’identification de Windows. Désinstaller Hoist quand même ?" \
	"一部のデータを削除できませんでした。残りは%LocalAppData%\Hoistに、キーの場合はWindowsの資格情報マネージャーにあります。このままHoistをアンインストールしますか？" \
	"Não foi possível excluir todos os seus dados. O que restou está em %LocalAppData%\Hoist e, se forem chaves, no Gerenciador de Credenciais do Windows. Desinstalar o Hoist mesmo assim?"
